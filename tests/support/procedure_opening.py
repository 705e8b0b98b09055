def open_bids(): pass
