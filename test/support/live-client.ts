import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Answer, Caller } from './application.js';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Answer['data'];
}

/** A client of the protocol `graphql-transport-ws` over a real socket. */
export class LiveClient {
  private readonly received: Message[] = [];
  private arrived: () => void = () => undefined;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Message);
      this.arrived();
    });
    socket.on('close', () => this.arrived());
  }

  static async connect(
    url: string,
    caller: Caller,
    headers: Record<string, string> = {},
  ): Promise<LiveClient> {
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
    const client = new LiveClient(socket);
    await once(socket, 'open');
    client.send({
      type: 'connection_init',
      payload: { authorization: `Bearer ${caller.session}`, 'rochdale-cooperative': caller.cooperative },
    });
    await client.next('connection_ack');
    return client;
  }

  subscribe(id: string, query: string, variables: object): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  complete(id: string): void {
    this.send({ type: 'complete', id });
  }

  /** The next message of a type; waits for it. */
  async next(type: string): Promise<Message> {
    for (;;) {
      const index = this.received.findIndex((message) => message.type === type);
      if (index >= 0) return this.received.splice(index, 1)[0]!;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`the socket closed before "${type}"`);
      await new Promise<void>((resolve) => (this.arrived = resolve));
    }
  }

  async close(): Promise<void> {
    this.socket.close();
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }

  private send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }
}
