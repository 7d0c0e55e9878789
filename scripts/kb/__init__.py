"""What turns the built site into everything people link to, search and send."""

import sys

# Runs before anything newer is parsed, so it must stay readable to every Python.
if sys.version_info < (3, 11):
    sys.exit("This needs Python 3.11 or newer; here runs %d.%d. Install one and run it again with that." % sys.version_info[:2])
