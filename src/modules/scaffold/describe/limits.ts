/** Characters of a description; apart from the schema, so that the wizard's first page loads no validator. */
export const maxDescription = 2000;
