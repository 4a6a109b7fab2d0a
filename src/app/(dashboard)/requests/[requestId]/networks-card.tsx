import { TriangleAlert } from "lucide-react";
import { Card, CardHead } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { type Column, DataTable } from "@/components/data-table";
import { Meter } from "@/components/meter";
import { Mono } from "@/components/mono";
import { addressesOf, networkText } from "@/components/request/request-words";
import { Tag } from "@/components/tag";
import { describeSize } from "@/contracts/network";
import { specialUseOf, specialUseWords } from "@/contracts/special-networks";
import { counted } from "@/contracts/words";
import type { RequestDetail, RequestNetwork } from "./request-detail";

type Overlap = RequestDetail["overlaps"][number];

interface NetworksCardProps {
  title: string;
  networks: readonly RequestNetwork[];
  overlaps: readonly Overlap[];
  limits: RequestDetail["limits"];
}

/** From where: each network with its size and what it overlaps that is live already. */
export function NetworksCard({ title, networks, overlaps, limits }: NetworksCardProps) {
  const columns: Column<RequestNetwork>[] = [
    {
      key: "network",
      heading: "Network",
      narrow: "title",
      width: "31%",
      cell: ({ read, label }) => (
        <CellLines detail={label}>
          <Mono strong className="text-13">
            {read.text}
          </Mono>
          <SpecialMark cidr={read.cidr} />
        </CellLines>
      ),
    },
    {
      key: "size",
      heading: "Size",
      narrow: "corner",
      width: "132px",
      cell: ({ read }) => <Size size={read.size} widest={widestOf(read, limits)} />,
    },
    {
      key: "overlap",
      heading: "Overlap with what is live",
      narrow: "labelled",
      cell: ({ network, read }) => (
        <OverlapNote size={read.size} overlaps={overlaps.filter(({ requested }) => requested === network)} />
      ),
    },
  ];
  return (
    <Card label="Networks">
      <CardHead
        title={title}
        note={`${counted(networks.length, "network")}, ${describeSize(addressesOf(networks))}`}
      />
      <DataTable label="Networks" columns={columns} rows={networks} rowKey={({ network }) => network} />
    </Card>
  );
}

/** How many addresses the widest range holds that may be asked for. */
function widestOf({ version }: RequestNetwork["read"], limits: RequestDetail["limits"]): bigint {
  return version === 4 ? 1n << BigInt(32 - limits.widestIpv4) : 1n << BigInt(128 - limits.widestIpv6);
}

/** Says where a network is no place of the public internet. */
function SpecialMark({ cidr }: { cidr: string }) {
  const use = specialUseOf(cidr);
  return use ? (
    <span className="ml-1.5 inline-block align-middle">
      <Tag size="sm" title={`This network ${specialUseWords[use]}.`}>
        {use}
      </Tag>
    </span>
  ) : null;
}

function Size({ size, widest }: { size: bigint; widest: bigint }) {
  const share = size >= widest ? 1 : Number((size * 1000n) / widest) / 1000;
  return (
    <div>
      <span className="whitespace-nowrap">{describeSize(size)}</span>
      <div className="mt-1 max-desk:hidden">
        <Meter value={share} label={`${describeSize(size)}, against the widest range allowed`} />
      </div>
    </div>
  );
}

/** Names the first overlap and counts the others: the request's range holds it, or lies inside it. */
function OverlapNote({ size, overlaps }: { size: bigint; overlaps: readonly Overlap[] }) {
  const [first, ...others] = overlaps;
  if (!first) return <span className="text-text-3">None</span>;
  return (
    <span className="flex items-start gap-1.5 text-expiring">
      <TriangleAlert className="mt-0.5 size-3.5 flex-none" />
      <span>
        {verbOf(first, size)} <Mono>{networkText(first.network)}</Mono>, live for{" "}
        {first.own ? "this token" : <Mono>{first.reference}</Mono>}
        {others.length > 0 ? `, and ${others.length === 1 ? "one" : others.length} more` : ""}
      </span>
    </span>
  );
}

function verbOf({ requested, network }: Overlap, size: bigint): string {
  if (requested === network) return "Is";
  const prefix = (cidr: string) => Number(cidr.split("/")[1]);
  return size > 1n && prefix(network) > prefix(requested) ? "Holds" : "Lies in";
}
