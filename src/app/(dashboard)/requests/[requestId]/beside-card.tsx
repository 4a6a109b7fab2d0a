"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { Mono } from "@/components/mono";
import {
  addressesOf,
  extentWords,
  networkText,
  readNetworks,
  signedDay,
} from "@/components/request/request-words";
import type { TokenAsked } from "./request-detail";

const shownFirst = 8;

/** The networks that the token may be used from already, beside those that are asked for. */
export function BesideCard({ beside }: { beside: TokenAsked["beside"] }) {
  const [all, setAll] = useState(false);
  const { networks, total } = beside;
  const shown = all ? networks : networks.slice(0, shownFirst);
  return (
    <Card label="Approved already">
      <CardHead
        title="Approved already"
        note={
          total > 0 && total === networks.length
            ? extentWords(total, addressesOf(readNetworks(networks)))
            : undefined
        }
      />
      <CardSection>
        {total === 0 ? (
          <p className="text-13 text-text-3">
            No network of this token is live, so nothing can call with it.
          </p>
        ) : (
          <ul className="grid gap-x-5 gap-y-2 text-13 @[34rem]:grid-cols-2">
            {shown.map(({ network, label, expiresAt }) => (
              <li key={network} className="min-w-0">
                <Mono strong>{networkText(network)}</Mono>
                <span className="block truncate text-12 text-text-3" title={label}>
                  {[label, expiresAt && `until ${signedDay(expiresAt)}`].filter(Boolean).join(" · ") ||
                    "No label"}
                </span>
              </li>
            ))}
          </ul>
        )}
      </CardSection>
      {total > shown.length ? (
        <CardFoot>
          {all ? (
            `and ${(total - shown.length).toLocaleString("en")} more.`
          ) : (
            <Button size="sm" variant="quiet" onPress={() => setAll(true)}>
              Show {(networks.length - shown.length).toLocaleString("en")} more
            </Button>
          )}
        </CardFoot>
      ) : null}
    </Card>
  );
}
