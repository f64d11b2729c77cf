import { closest } from "fastest-levenshtein";
import type { Provider } from "./model";

/** Regions of the plans Basic and Standard by cloud, with their places. Azure has none. */
export const regions: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  AWS: {
    "ap-south-1": "Mumbai",
    "ap-southeast-1": "Singapore",
    "eu-central-1": "Frankfurt",
    "eu-west-1": "Ireland",
    "eu-west-2": "London",
    "us-east-1": "N. Virginia",
    "us-east-2": "Ohio",
    "us-west-2": "Oregon",
  },
  GCP: {
    "asia-southeast1": "Jurong West",
    "europe-west1": "St. Ghislain",
    "europe-west2": "London",
    "europe-west3": "Frankfurt",
    "us-central1": "Iowa",
    "us-east1": "South Carolina",
    "us-west2": "California",
  },
  AZURE: {},
};

/** Says what is wrong with a region, in the words of the real API; undefined when nothing is. */
export function regionProblem(provider: Provider, region: string): string | undefined {
  const known = Object.keys(regions[provider]);
  if (known.includes(region)) return undefined;
  const suggestion = known.length > 0 ? `. Did you mean to use '${closest(region, known)}'` : "";
  return `invalid region name '${region}' for ${provider}${suggestion}`;
}
