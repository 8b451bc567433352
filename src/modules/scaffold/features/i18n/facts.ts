import type { FeatureFacts } from "../../engine/feature";
import { isTranslated } from "./texts";

export const i18nFacts: FeatureFacts = {
  id: "i18n",
  isChosen: isTranslated,
  variables: () => [],
};
