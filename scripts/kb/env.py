"""The local environment: made once, made again only when a lock file changed. Standard library alone."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCKS = {"site": ROOT / "requirements.lock", "test": ROOT / "tests" / "requirements.lock"}


def enter(kind: str) -> None:
    """Go on inside the environment: set up what is missing, then run the same command there.

    kind: "site" (what building and serving need) or "test" (that and the test tools).
    Exits with one line that says what to do when the set-up cannot be done.
    """
    wanted = _fingerprint(kind)
    if Path(sys.prefix).resolve() != VENV.resolve():
        _set_up(kind, wanted)
        os.environ.pop("PYTHONHOME", None)
        command = [str(_python()), *sys.argv]
        if os.name == "nt":  # execv does not wait there
            sys.exit(subprocess.call(command))
        os.execv(command[0], command)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # a notice of the theme's, about a release this site does not use
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_change())


def say(text: str) -> None:
    """Tell on stderr what takes long."""
    print(text, file=sys.stderr, flush=True)


def _set_up(kind: str, wanted: str) -> None:
    stamp = VENV / f".{kind}-lock"
    if _python().exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not _works():
        say(f"Making an environment in {VENV.name}/ (once) ...")
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
        if made.returncode or not _works():
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit(
                "Python's venv module does not work here. On Debian or Ubuntu run `apt install python3-venv`; "
                "elsewhere install Python from python.org. Then run this again."
            )
    say(f"Installing the packages of {LOCKS[kind].relative_to(ROOT)} (once, a minute or so) ...")
    pip = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(LOCKS[kind])], capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        sys.exit(
            f"The packages could not be installed: {errors[-1] if errors else 'pip gave no reason'}\n"
            "Check the network (the package index must be reachable), then run this again."
        )
    stamp.write_text(wanted)


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _works() -> bool:
    """Whether the environment's own Python starts, is new enough and has pip."""
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return _python().exists() and not subprocess.run([str(_python()), "-c", test], capture_output=True).returncode


def _fingerprint(kind: str) -> str:
    return hashlib.sha256(LOCKS[kind].read_bytes() + sys.version.encode()).hexdigest()


def _last_change() -> str:
    """Seconds since 1970 of the last commit, so that two builds of one commit are the same to the byte."""
    git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(git, capture_output=True, text=True).stdout.strip()
    except OSError:
        told = ""
    return told or "1767225600"
