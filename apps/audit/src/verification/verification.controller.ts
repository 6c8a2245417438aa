import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '@ledgerbridge/service';
import { ChainVerifier } from './chain-verifier.js';
import type { PartitionVerdict } from './partition-verdict.js';

@ApiTags('audit')
@ApiBearerAuth()
@Controller('v1/audit/verify')
export class VerificationController {
  constructor(private readonly verifier: ChainVerifier) {}

  @Get()
  @Roles('viewer')
  @ApiOperation({ summary: 'Recomputes the hash chain of every partition and compares it with what was consumed' })
  @ApiOkResponse({ description: '{ ok, partitions }' })
  async verify(): Promise<{ ok: boolean; partitions: PartitionVerdict[] }> {
    return this.verifier.verify();
  }
}
