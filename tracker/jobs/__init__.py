"""What runs when: APScheduler as a ticker in UTC; rows decide what is due."""
