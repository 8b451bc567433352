/** The environments most projects have, in the order of how near they are to users. */
export const usualEnvironments = ["production", "staging", "preview", "development"];
