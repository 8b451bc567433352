/** The smallest plan the API makes services on: it refuses the free one, which is for the dashboard only. */
export const servicePlan = { id: "starter", label: "Starter" };
export const databasePlan = { id: "basic_256mb", label: "Basic 256 MB" };

/** A version of PostgreSQL that Render has, and that generated projects were proven with. */
export const databaseVersion = "17";
