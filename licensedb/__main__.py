"""The command `licensedb`, also as `python -m licensedb`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end with its exit code."""
    if sys.argv[1:] == ["--version"]:  # the one answer that needs nothing loaded
        from licensedb.resources import version

        try:
            print(f"licensedb {version()}", flush=True)
        except OSError as error:
            sys.exit(_told(error))
        return
    import gc

    from licensedb.cli.app import run

    gc.set_threshold(100_000, 20, 20)  # a long list is made of records that all stay: looking through them again halves the speed
    code = run(sys.argv[1:])
    gc.freeze()  # the process ends: nothing need be looked through once more
    sys.exit(code)


def _told(error: OSError) -> int:
    from licensedb.errors import BROKEN

    print(f"licensedb: {error.strerror or error}", file=sys.stderr)
    return 0 if isinstance(error, BrokenPipeError) else BROKEN


if __name__ == "__main__":
    main()
