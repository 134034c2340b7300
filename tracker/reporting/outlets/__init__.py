"""What other programs show of us: feeds, calendars, structured data, images. Values in, bytes out."""
