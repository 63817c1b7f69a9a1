"""Pictures of an edition for the README: what the bot really sent, drawn here and not by the platforms."""
