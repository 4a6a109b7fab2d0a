import Link from "next/link";
import { CellLines } from "@/components/cell-lines";
import type { Column } from "@/components/data-table";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import type { RouterOutputs } from "@/trpc/client";
import { CustomerStatusChip } from "./customer-status-chip";

export type CustomerRow = RouterOutputs["customers"]["search"]["customers"][number];

const none = <span className="text-text-3">none</span>;

export const customerColumns: Column<CustomerRow>[] = [
  {
    key: "name",
    heading: "Customer",
    narrow: "title",
    cell: ({ id, name }) => (
      <CellLines detail={<Mono title={id}>{`${id.slice(0, 14)}…`}</Mono>}>
        <Link href={`/customers/${id}`} className="link font-medium">
          {name ?? "No name"}
        </Link>
      </CellLines>
    ),
  },
  {
    key: "contact",
    heading: "E-mail and phone",
    narrow: "full",
    cell: ({ email, phone }) =>
      email || phone ? <CellLines detail={email ? phone : null}>{email ?? phone}</CellLines> : none,
  },
  {
    key: "member",
    heading: "Member number",
    narrow: "hide",
    cell: ({ memberNumber }) => (memberNumber ? <Mono>{memberNumber}</Mono> : none),
  },
  { key: "tier", heading: "Tier", narrow: "labelled", cell: ({ tier }) => tier?.name ?? tier?.id ?? none },
  {
    key: "points",
    heading: "Points",
    align: "end",
    narrow: "labelled",
    cell: ({ pointsBalance }) => <span className="tabular-nums">{pointsBalance.toLocaleString("en")}</span>,
  },
  {
    key: "active",
    heading: "Last active",
    narrow: "hide",
    cell: ({ lastActivityAt }) => (lastActivityAt ? <RelativeTime at={lastActivityAt} /> : "Never"),
  },
  {
    key: "status",
    heading: "Status",
    narrow: "corner",
    cell: ({ status }) => <CustomerStatusChip status={status} />,
  },
];
