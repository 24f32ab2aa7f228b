/** Types of columns that several tables have. */
import type { ColumnType } from 'kysely';

/** A json column: read as a value, written as its text. */
export type Json<T> = ColumnType<T, string, string>;
export type Moment = ColumnType<Date, Date | string, Date | string>;
/** A moment that the database sets by itself. */
export type OwnMoment = ColumnType<Date, Date | string | undefined, Date | string>;
