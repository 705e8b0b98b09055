# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import ImageProcess, binary_to_image
from odoo.tools.mimetypes import guess_mimetype

#: longest side of the pictures as they are served, in pixels
SIZES = {"large": 1600, "small": 640}
#: what may be uploaded: no SVG, which can hold scripts
TYPES = {"image/jpeg": "JPEG", "image/png": "PNG"}
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
QUALITY = 82


class ProjectPictureMixin(models.AbstractModel):
    """A picture of a project: made anew from what was uploaded, as JPEG in two sizes.

    Nothing of the uploaded file but its pixels is kept: no place, no camera, no script.
    """

    _name = "wohnkoord.project.picture.mixin"
    _description = "Picture of a Project"
    _order = "sequence, id"
    _rec_name = "alt"

    sequence = fields.Integer(default=10)
    image = fields.Binary("Picture", attachment=True, required=True)
    image_small = fields.Binary("Small Picture", attachment=True)
    digest = fields.Char(readonly=True, index=True)
    alt = fields.Char(
        "Description",
        required=True,
        help="What can be seen, for people who do not see the picture.",
    )
    caption = fields.Char()
    credit = fields.Char(help="Who made the picture.")

    @api.model
    def _image_vals(self, image):
        """Both sizes of an uploaded picture, and the digest of what is served.

        :param image: base64, as a binary field takes it
        :raise UserError: it is no picture of a kind that is shown, or too large
        """
        try:
            source = base64.b64decode(image or b"", validate=False)
        except (binascii.Error, ValueError):
            source = b""
        sizes = {size: self._jpeg(source, pixels) for size, pixels in SIZES.items()}
        return {
            "image": base64.b64encode(sizes["large"]),
            "image_small": base64.b64encode(sizes["small"]),
            "digest": hashlib.sha256(sizes["large"]).hexdigest(),
        }

    @api.model
    def _jpeg(self, source, pixels):
        if not source or guess_mimetype(source) not in TYPES:
            raise UserError(self.env._("Please choose a picture (JPEG or PNG)."))
        if len(source) > MOST_BYTES:
            raise UserError(
                self.env._(
                    "The picture is too large: at most %(size)s MB.",
                    size=MOST_BYTES // 1024 // 1024,
                )
            )
        try:
            # the size stands at the start of the file: nothing is unpacked for it
            width, height = binary_to_image(source).size
            if width * height > MOST_PIXELS:
                raise UserError(self.env._("The picture has too many pixels."))
            process = ImageProcess(source)
            if process.original_format not in TYPES.values():
                raise UserError(self.env._("Please choose a picture (JPEG or PNG)."))
            process.resize(pixels, pixels)
            if process.image.mode in ("RGBA", "LA", "PA", "P"):
                process.image = process.image.convert("RGBA")
                process.colorize((255, 255, 255))
            process.image = process.image.convert("RGB")
            process.operationsCount += 1  # or the file might be kept as it is
            return process.image_quality(quality=QUALITY, output_format="JPEG")
        except UserError:
            raise
        except Exception as error:  # a broken picture breaks PIL in many ways
            raise UserError(
                self.env._("The picture is damaged. Please choose another one.")
            ) from error
