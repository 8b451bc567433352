export { platformFacts, tokenExpiry } from "./platforms";
