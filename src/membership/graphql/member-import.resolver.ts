import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ActMutation } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import { shown } from '../../platform/graphql/verdict.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import { isCurrentMember } from '../../platform/request/viewer.js';
import type { ReadingOptions } from '../domain/member-csv.js';
import { MemberImport } from '../member-import.js';
import { mayKeepRegister } from '../membership.policy.js';
import { importMembers } from './membership.acts.js';
import { MemberFileInput, MemberImportPreviewType } from './member-import.types.js';

const unread = (verdict: Verdict, unreadable: string | null): MemberImportPreviewType => ({
  mayImport: shown(verdict),
  unreadable,
  memberCount: 0,
  faultCount: 0,
  faults: [],
  sample: [],
  ignoredColumns: [],
  isImported: false,
});

@Resolver()
export class MemberImportResolver {
  constructor(
    @Inject(MemberImport) private readonly imports: MemberImport,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  @Query(() => MemberImportPreviewType, {
    nullable: true,
    description:
      'Reads a file of members and names every fault; writes nothing. For who keeps the register: other members are told so, strangers nothing.',
  })
  async memberImportPreview(
    @Scope() scope: RequestScope,
    @Args('file', { type: () => MemberFileInput, description: 'The file.' }) file: MemberFileInput,
  ): Promise<MemberImportPreviewType | null> {
    if (!isCurrentMember(scope.viewer)) return null;
    const verdict = mayKeepRegister(scope.viewer);
    if (verdict !== true) return unread(verdict, null);
    const content = contentOf(file);
    if (isRefusal(content)) return unread(verdict, content.message);
    const preview = await this.imports.preview(await this.work.read(scope), content, optionsOf(file));
    if (isRefusal(preview)) return unread(verdict, preview.message);
    return {
      mayImport: shown(verdict),
      unreadable: null,
      memberCount: preview.members.length,
      faultCount: preview.faults.length,
      faults: preview.faults.slice(0, 1_000),
      sample: preview.members.slice(0, 10),
      ignoredColumns: preview.ignoredColumns,
      isImported: preview.earlier !== null,
    };
  }

  @ActMutation(importMembers)
  importMembers(
    @Scope() scope: RequestScope,
    @Args('file', { type: () => MemberFileInput, description: 'The file.' }) file: MemberFileInput,
  ): unknown {
    return this.work.command(scope, { act: 'importMembers' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      const content = contentOf(file);
      return isRefusal(content) ? content : this.imports.import(tx, viewer, content, optionsOf(file));
    });
  }
}

const optionsOf = ({ dateOrder }: MemberFileInput): ReadingOptions => (dateOrder ? { dateOrder } : {});

function contentOf({ base64, text }: MemberFileInput): Uint8Array | string | Refusal {
  if (typeof text === 'string' && typeof base64 !== 'string') return text;
  if (typeof base64 === 'string' && typeof text !== 'string' && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) {
    return Buffer.from(base64, 'base64');
  }
  return new Refusal('INVALID_INPUT', 'Send the file once: its bytes in base64, or its text.');
}
