"""Share cards: the picture that stands beside a link to one of our pages, wherever it is sent."""
