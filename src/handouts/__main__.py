"""`handouts` and `python -m handouts`."""

import gc
import sys

from handouts import settled

FEW_COLLECTIONS = (50_000, 20, 50)
"""What we make is kept until it is printed: looking for garbage as often as usual costs 7%."""


def main() -> None:
    """Answer at once when nothing has changed; else run the command line."""
    said = settled.answer(sys.argv[1:])
    if said is None:
        gc.set_threshold(*FEW_COLLECTIONS)
        from handouts.cli import main as run

        run()
    elif said:
        sys.stderr.write(f"{said}\n")


if __name__ == "__main__":
    main()
