"""How days and times are written in tables, where Django writes them otherwise than we do in
sentences."""
