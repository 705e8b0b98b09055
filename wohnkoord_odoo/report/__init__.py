from . import network_mailing_recipient
