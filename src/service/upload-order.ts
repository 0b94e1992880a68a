/** A table that comes with a query, as its client ordered it. Plain data, so that a job can keep it. */
export interface UploadOrder {
  /** What the query calls it, behind `TAP_UPLOAD.`. */
  readonly name: string;
  readonly from:
    | { readonly kind: 'inline' /** The part of the request that holds the file. */; readonly parameter: string }
    | { readonly kind: 'url'; readonly url: string };
}
