/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** The topic whose page is being rendered; its components read it. */
    topic?: {
      /** Id of the topic, such as `08-retransmission`. */
      id: string;
      /** Id of the unit that lists it. */
      unit: string;
      /** Its MDX file, relative to the repository. */
      file: string;
    };
  }
}
