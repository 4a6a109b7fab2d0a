import "server-only";
import type { Faker } from "@faker-js/faker";

/** Where the invented members live, and which of faker's locales names them. */
export interface Country {
  code: string;
  /** How many of a hundred members. */
  weight: number;
  /** The language files are large: loaded only where customers are made. */
  load(): Promise<{ faker: Faker }>;
  /** Addresses there name a state or province. */
  states: boolean;
}

export const countries: readonly Country[] = [
  { code: "GB", weight: 30, load: () => import("@faker-js/faker/locale/en_GB"), states: false },
  { code: "US", weight: 16, load: () => import("@faker-js/faker/locale/en_US"), states: true },
  { code: "DE", weight: 14, load: () => import("@faker-js/faker/locale/de"), states: false },
  { code: "FR", weight: 10, load: () => import("@faker-js/faker/locale/fr"), states: false },
  { code: "NL", weight: 8, load: () => import("@faker-js/faker/locale/nl"), states: false },
  { code: "NO", weight: 6, load: () => import("@faker-js/faker/locale/nb_NO"), states: false },
  { code: "SE", weight: 6, load: () => import("@faker-js/faker/locale/sv"), states: false },
  { code: "ES", weight: 5, load: () => import("@faker-js/faker/locale/es"), states: false },
  { code: "IT", weight: 5, load: () => import("@faker-js/faker/locale/it"), states: true },
];
