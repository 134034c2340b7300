"""What other programs ask for, made from what readers see: feeds of news, calendars, cards."""
