// The real steps live in scripts/start.mjs; an install without them (a tarball) has nothing to prepare.
