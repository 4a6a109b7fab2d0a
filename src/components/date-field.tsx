"use client";

import { Calendar } from "@heroui/react/calendar";
import { DateInputGroup } from "@heroui/react/date-input-group";
import { DatePicker } from "@heroui/react/date-picker";
import { parseDate } from "@internationalized/date";
import { CalendarDays } from "lucide-react";
import { FieldFrame, type FieldTexts } from "./field-frame";

export interface DateFieldProps extends FieldTexts {
  /** ISO day, "2027-02-22", or null. */
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
  min?: string;
  max?: string;
  /** Beside the date, "in 90 days" for instance. */
  note?: string;
  disabled?: boolean;
}

const read = (day: string | null | undefined) => (day ? parseDate(day) : null);

/** A day, typed or picked from a calendar. */
export function DateField(props: DateFieldProps) {
  const { label, aside, hint, error, value, onChange, onBlur, min, max, note, disabled } = props;
  return (
    <DatePicker
      className="w-full"
      value={read(value)}
      onChange={(date) => onChange(date ? date.toString() : null)}
      onBlur={onBlur}
      minValue={read(min) ?? undefined}
      maxValue={read(max) ?? undefined}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      validationBehavior="aria"
      shouldForceLeadingZeros
    >
      <FieldFrame label={label} aside={aside} hint={hint} error={error}>
        <DateInputGroup fullWidth>
          <DateInputGroup.Input>
            {(segment) => <DateInputGroup.Segment segment={segment} />}
          </DateInputGroup.Input>
          {note ? <span className="text-13 text-text-3 whitespace-nowrap">{note}</span> : null}
          <DateInputGroup.Suffix>
            <DatePicker.Trigger>
              <CalendarDays className="text-text-3" aria-label="Open the calendar" />
            </DatePicker.Trigger>
          </DateInputGroup.Suffix>
        </DateInputGroup>
      </FieldFrame>
      <DatePicker.Popover>
        <DayCalendar />
      </DatePicker.Popover>
    </DatePicker>
  );
}

function DayCalendar() {
  return (
    <Calendar aria-label="Day">
      <Calendar.Header>
        <Calendar.NavButton slot="previous" />
        <Calendar.Heading />
        <Calendar.NavButton slot="next" />
      </Calendar.Header>
      <Calendar.Grid>
        <Calendar.GridHeader>{(day) => <Calendar.HeaderCell>{day}</Calendar.HeaderCell>}</Calendar.GridHeader>
        <Calendar.GridBody>{(date) => <Calendar.Cell date={date} />}</Calendar.GridBody>
      </Calendar.Grid>
    </Calendar>
  );
}
