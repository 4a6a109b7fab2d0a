"use client";

import { type Control, useController, useFormState } from "react-hook-form";
import { FieldMessage } from "@/components/field-message";
import { FormTextField } from "@/components/form-fields";
import { Segmented } from "@/components/segmented";
import { type OverlapValues, overlapChoices } from "./overlap";

/** How long the old secrets go on beside the new one; signed with the request. */
export function OverlapField<Values extends OverlapValues>(props: { control: Control<Values> }) {
  // The form has further fields, none of which is touched here.
  const control = props.control as unknown as Control<OverlapValues>;
  const { field } = useController({ control, name: "overlap" });
  const { errors } = useFormState({ control });
  const fault = errors.overlap?.message;
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-13">How long the old secret goes on</legend>
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="How long the old secret goes on"
          options={overlapChoices}
          value={field.value}
          onChange={field.onChange}
        />
        {field.value === "other" ? <OtherOverlap control={control} /> : null}
      </div>
      {fault ? <FieldMessage>{fault}</FieldMessage> : null}
      <p className="text-12 text-text-3">
        It counts from the first display of the new secret. Until then nothing changes; during it both secrets
        work. Choose none where the old one may be in the wrong hands.
      </p>
    </fieldset>
  );
}

function OtherOverlap({ control }: { control: Control<OverlapValues> }) {
  const { field } = useController({ control, name: "overlapUnit" });
  return (
    <div className="flex items-center gap-2">
      <div className="w-20">
        <FormTextField
          control={control}
          name="overlapAmount"
          label={<span className="sr-only">How many</span>}
          inputMode="numeric"
          maxLength={4}
        />
      </div>
      <Segmented
        label="Hours or days"
        options={[
          { value: "hours", label: "Hours" },
          { value: "days", label: "Days" },
        ]}
        value={field.value}
        onChange={field.onChange}
      />
    </div>
  );
}
