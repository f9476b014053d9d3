import 'reflect-metadata';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { announce, given, poolSize } from './announce.js';
import { entities } from './peer/entities.js';
import { contextOf } from './peer/loaders.js';
import { PeerMemberResolver, PeerPollResolver, PeerProposalResolver } from './peer/resolvers.js';

// The same page as most teams would build it today: what the guides of these libraries show, and nothing slowed down.
const source = await new DataSource({
  type: 'postgres',
  url: given('APP_URL'),
  entities,
  poolSize,
}).initialize();

@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      playground: false,
      path: '/graphql',
      context: (request: { headers: Record<string, unknown> }) => contextOf(source, request.headers),
    }),
  ],
  providers: [
    { provide: DataSource, useValue: source },
    PeerProposalResolver,
    PeerMemberResolver,
    PeerPollResolver,
  ],
})
class PeerModule {}

const app = await NestFactory.create<NestFastifyApplication>(PeerModule, new FastifyAdapter(), {
  logger: false,
});
await app.listen(0, '127.0.0.1');
announce(app.getHttpServer().address(), async () => {
  await app.close();
  await source.destroy();
});
