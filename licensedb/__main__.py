"""The command `licensedb`, also as `python -m licensedb`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end with its exit code."""
    if sys.argv[1:] == ["--version"]:  # the one answer that needs nothing loaded
        from licensedb.resources import version

        print(f"licensedb {version()}")
        return
    from licensedb.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
