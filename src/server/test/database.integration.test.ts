import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { testDatabase } from "./database";

const database = await testDatabase();

const loginOf = async (executor: typeof database.app) => {
  const rows = await executor.execute<{ login: string; super: boolean }>(
    sql`select current_user as login, rolsuper as super from pg_roles where rolname = current_user`,
  );
  return rows[0];
};

describe("a test database", () => {
  it("is entered by the restricted role and by an owner that is no superuser", async () => {
    expect(await loginOf(database.app)).toEqual({ login: "countersign_app_login", super: false });
    expect(await loginOf(database.owner)).toEqual({ login: "countersign_owner", super: false });
  });

  it("keeps the application from making tables", async () => {
    await expect(database.app.execute(sql`create table mine (id int)`)).rejects.toThrow();
  });

  it("has a clock that every connection sees move", async () => {
    await database.clock.set(new Date("2031-05-06T07:08:09Z"));
    await database.clock.advance(60_000);
    const [row] = await database.hot.reads<{ now: Date }[]>`select countersign_now() as now`;
    expect(Math.abs((row?.now.getTime() ?? 0) - Date.parse("2031-05-06T07:09:09Z"))).toBeLessThan(5_000);
    await database.clock.reset();
    expect(Math.abs((await database.clock.now()).getTime() - Date.now())).toBeLessThan(5_000);
  });

  it("plans the guarded read's connections once", async () => {
    const [row] = await database.hot.reads<{ mode: string; jit: string }[]>`
      select current_setting('plan_cache_mode') as mode, current_setting('jit') as jit`;
    expect(row).toEqual({ mode: "force_generic_plan", jit: "off" });
  });
});
