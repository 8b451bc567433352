// `npm run bench`: one table of figures, each beside its peer from the same run.
