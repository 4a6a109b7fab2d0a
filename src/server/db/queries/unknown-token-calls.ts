import "server-only";
import type { HotClient } from "../client";

/** Blocks told apart in one minute; calls from further ones are summed under 0.0.0.0/0 and ::/0. */
export const unknownBlocksPerMinute = 256;

/** Adds calls with tokens that nobody knows to this minute's rows; they go with the other counters (deleteOldCounters). */
export async function addUnknownTokenCalls(
  hot: HotClient,
  calls: ReadonlyArray<{ block: string; calls: number }>,
): Promise<void> {
  await hot`
    with this as materialized (select date_trunc('minute', countersign_now()) as minute),
    given as (
      select g.block::cidr as block, g.calls, row_number() over (order by u.block is null, g.calls desc) as nth,
        count(u.block) over () as known
      from unnest(${`{${calls.map(({ block }) => block).join(",")}}`}::text[], ${`{${calls.map((one) => one.calls).join(",")}}`}::integer[])
        as g(block, calls)
      cross join this
      left join unknown_token_calls u on u.minute = this.minute and u.block = g.block::cidr
    ),
    placed as (
      select case
        when nth - known <= ${unknownBlocksPerMinute}::integer - (select count(*) from unknown_token_calls u, this where u.minute = this.minute)
          then block
        when family(block) = 4 then '0.0.0.0/0'::cidr
        else '::/0'::cidr end as block, calls
      from given
    )
    insert into unknown_token_calls as u (block, minute, calls)
    select p.block, this.minute, sum(p.calls) from placed p, this group by p.block, this.minute order by p.block
    on conflict (minute, block) do update set calls = u.calls + excluded.calls`;
}
