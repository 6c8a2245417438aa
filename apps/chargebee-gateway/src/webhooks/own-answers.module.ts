import { Module } from '@nestjs/common';
import { OwnAnswers } from './own-answers.js';

/** Shared by who writes to the site and who hears of it. */
@Module({ providers: [OwnAnswers], exports: [OwnAnswers] })
export class OwnAnswersModule {}
