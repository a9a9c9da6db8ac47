raise ImportError("this door is jammed")
