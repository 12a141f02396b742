"""What the bot does with each kind of update: one module an idea, put together in ``handlers``."""
