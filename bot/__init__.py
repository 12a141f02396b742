"""The front desk: Telegram and the terminal."""
