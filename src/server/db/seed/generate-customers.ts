import "server-only";
import { day } from "../../../contracts/day";
import { customerAt, type SeedCustomer } from "./customer";
import { loadPools } from "./pools";

export interface GenerateOptions {
  count: number;
  seed?: number;
  /** The index of the first one. */
  from?: number;
  /** The day that the members' lives lead up to, by default today (UTC). */
  asOf?: Date;
}

export const defaultSeed = 20_240;

/** Invented members one after the other, in constant memory; seed, day and index alone decide what each one is. */
export async function generateCustomers(options: GenerateOptions): Promise<Iterable<SeedCustomer>> {
  const { count, seed = defaultSeed, from = 0 } = options;
  const asOf = Math.floor((options.asOf ?? new Date()).getTime() / day) * day;
  const pools = await loadPools(seed);
  return (function* () {
    for (let index = from; index < from + count; index++) yield customerAt(index, seed, asOf, pools);
  })();
}
