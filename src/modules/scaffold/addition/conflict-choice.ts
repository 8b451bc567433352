/** Whose lines stand where both sides changed the same place; `markers` writes both, as version control does. */
export const conflictChoices = ["keep", "theirs", "markers"] as const;
export type ConflictChoice = (typeof conflictChoices)[number];
