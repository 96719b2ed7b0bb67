"""`handouts` and `python -m handouts`."""

import sys

from handouts.build import settled


def main() -> None:
    """Answer at once when nothing has changed; else run the command line."""
    said = settled.answer(sys.argv[1:])
    if said is None:
        from handouts.cli import main as run

        run()
    elif said:
        sys.stderr.write(f"{said}\n")


if __name__ == "__main__":
    main()
