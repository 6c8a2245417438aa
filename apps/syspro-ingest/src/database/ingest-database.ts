import { CreateInvoiceRevisits1767225800000 } from './1767225800000-create-invoice-revisits.js';
import { InvoiceRevisit } from './invoice-revisit.entity.js';

export const ingestEntities = [InvoiceRevisit];
export const ingestMigrations = [CreateInvoiceRevisits1767225800000];
