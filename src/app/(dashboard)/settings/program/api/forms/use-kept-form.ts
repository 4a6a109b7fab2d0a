"use client";

import { useCallback, useContext, useEffect, useMemo, useRef } from "react";
import { type DefaultValues, type FieldValues, type Resolver, useForm } from "react-hook-form";
import { DraftOwner } from "./draft-owner";
import { keptValues } from "./kept-values";
import { useLeaveGuard } from "./use-leave-guard";

interface KeptFormOptions<Values extends FieldValues> {
  /** Of the form and its token: what is typed into another one is kept apart. */
  name: string;
  start: Values;
  resolver: Resolver<Values>;
}

/** A form whose unsent input outlives a reload, and which asks before it is left. `forget` once it is sent. */
export function useKeptForm<Values extends FieldValues>(options: KeptFormOptions<Values>) {
  const owner = useContext(DraftOwner);
  const start = useRef(options.start).current;
  const form = useForm<Values>({ resolver: options.resolver, defaultValues: start as DefaultValues<Values> });
  const { reset, subscribe, getValues } = form;
  const kept = useMemo(
    () => keptValues<Values>(`${owner}:${options.name}`, start),
    [owner, options.name, start],
  );
  useEffect(() => {
    const values = kept.read();
    if (values) reset(values, { keepDefaultValues: true });
    return subscribe({
      formState: { values: true, isDirty: true },
      callback: ({ values: typed, isDirty }) => (isDirty ? kept.write(typed as Values) : kept.forget()),
    });
  }, [kept, reset, subscribe]);
  const forget = useCallback(() => {
    reset(getValues());
    kept.forget();
  }, [kept, reset, getValues]);
  return { ...form, forget, leaveGuard: useLeaveGuard(form.formState.isDirty) };
}
