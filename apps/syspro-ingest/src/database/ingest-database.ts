import { CreateInvoiceRevisits1767225800000 } from './1767225800000-create-invoice-revisits.js';
import { AddRevisitStreams1767225900000 } from './1767225900000-add-revisit-streams.js';
import { InvoiceRevisit } from './invoice-revisit.entity.js';

export const ingestEntities = [InvoiceRevisit];
export const ingestMigrations = [CreateInvoiceRevisits1767225800000, AddRevisitStreams1767225900000];
