"""A centre's own colour as a linked stylesheet, so that the content security policy can stay strict."""
