/**
 * Carillon: background tasks that start with the deployment, fire once in the whole cluster, and push every result live to
 * every connected browser.
 *
 * <h2>The road of one result</h2>
 * <pre>
 *  work thread                          │ tail thread, one a node           │ container's I/O threads
 *  Trigger ─ fires ─► Runner ───────────┼─► Tailer ─ Publication ─► Broadcaster ─► OutboundQueue ─► LiveSession ─► frame
 *                claim · run · record+append (one transaction)   (CDI event)  │ encoded once     bounded     one send in flight
 * </pre>
 *
 * <h2>The rooms</h2>
 * Each room is one flat package, package-private by default. The arrows are a test's law ({@code RoomsTest}).
 * <pre>
 * api            what a user's own code may import                      imports no room
 * triggers       when tasks fire: pure functions on nominal times       imports no room
 * binding        records from JSON and back, and their schema           imports no room
 * runs           one fire: claim, states, thread, words, record         → api, binding, journal, nodes
 * tasks          what runs, when, on which node, by which policies      → api, binding, triggers, runs, journal, nodes
 * testing        a kit for tests of users' handlers and schedules       → api, binding, runs, tasks, journal
 * administration who changes tasks from outside: REST, the tasks file   → tasks, runs, triggers, binding, audit, access, nodes
 * audit          who changed what, and whether each fire is recorded     → api, runs, tasks, triggers
 * handlers       built-in handlers                                      → api
 * nodes          who is alive, by the database's clock, who is to go, and how many hear what
 * journal        what is to be told, in order                           → api
 * broadcast      from one publication to every session's queue          → journal, access
 * clients        users' code for clients' events                        → api
 * engineio       Engine.IO 4: polling, WebSocket, upgrade               → broadcast, nodes, access
 * feeds          plain WebSocket, server-sent events                    → api, broadcast, journal, access
 * socketio       Socket.IO 5: namespaces, rooms, events                 → api, clients, engineio, broadcast, journal, access
 * access         who may come in, who may administer, and how many
 * json           JSON-P, its provider looked up once                    used by all, imports none
 * monitoring     counters, health, clocks                               used by all, imports none
 * configuration  settings and the data source                           used by all, → monitoring
 * </pre>
 * {@code tasks} and {@code broadcast} do not know each other: that wall is the design. This package, which starts and stops
 * the rooms, is imported by none.
 *
 * <h2>Where does my line go?</h2>
 * <table>
 * <caption>One question, one answer</caption>
 * <tr><td>add a task</td><td>a bean of {@link org.carillon.api.BackgroundTask}; built-in ones in {@code handlers}</td></tr>
 * <tr><td>change when tasks fire</td><td>{@code tasks.Planner}: which of the fires that are due; {@code triggers}: when they are</td></tr>
 * <tr><td>add a kind of trigger</td><td>a record in {@code triggers}, read by {@code triggers.TriggerReader}</td></tr>
 * <tr><td>change who may run a fire</td><td>{@code tasks.Claims}, and its SQL in {@code tasks.ScheduleTable} and {@code runs.RunTable}</td></tr>
 * <tr><td>add a policy</td><td>{@code tasks.Definition}, {@code api.Policy}, and whoever obeys: {@code Planner}, {@code Claims}, {@code Runner}</td></tr>
 * <tr><td>change what a handler may ask or say</td><td>{@link org.carillon.api.TaskContext}; {@code runs.LiveRun} is what it sees</td></tr>
 * <tr><td>change what clients are sent</td><td>the door's {@code WireFormat}: {@code socketio.SocketIoFormat}, {@code feeds.FeedFormat}, {@code feeds.EventStreamFormat}</td></tr>
 * <tr><td>handle what clients send</td><td>a bean with {@link org.carillon.api.OnEvent} methods</td></tr>
 * <tr><td>add a wire format</td><td>a {@code WireFormat} and a {@code LiveSession} in a door's room</td></tr>
 * <tr><td>change what happens to a slow client</td><td>{@code broadcast.SlowClients}, {@code broadcast.OutboundQueue}</td></tr>
 * <tr><td>change how WebSockets are sent to</td><td>{@code broadcast.FrameSenders}, and one class a server behind it</td></tr>
 * <tr><td>change what a returning client gets</td><td>{@code broadcast.Round}; how far back: {@code journal.JournalRetention}</td></tr>
 * <tr><td>change who may connect</td><td>{@code access.OriginPolicy}, {@code access.Admission}</td></tr>
 * <tr><td>add a REST call</td><td>a resource in {@code administration}, and its operation in {@code openapi.json}; a test compares them</td></tr>
 * <tr><td>change who may administer</td><td>{@code access.AdministrationFilter}</td></tr>
 * <tr><td>change what a definition can say</td><td>{@code tasks.Definition}; REST, the file and the annotations all become one</td></tr>
 * <tr><td>add a limit</td><td>{@code configuration.Setting}, with a test at the limit and one past it</td></tr>
 * <tr><td>change how the server goes down</td><td>{@link org.carillon.Lifecycle}; when somebody asks it to go, {@code nodes.Drain}</td></tr>
 * </table>
 *
 * <h2>Decisions that measurement changed</h2>
 * <ul>
 * <li>Engine.IO and Socket.IO are two protocols with two documents, and one room for both would hold more than 25 types: they
 *     are {@code engineio} and {@code socketio}.</li>
 * <li>A session has several subscriptions, each with its own place in the journal: a Socket.IO client joins namespaces one after
 *     the other, and each may resume.</li>
 * <li>{@code feeds} imports {@code api} for the name of everyone's channel: one constant in one place is worth the arrow.</li>
 * <li>JSON-P's own entry point looks for its provider at each call, for about two milliseconds: the room {@code json} looks once.</li>
 * <li>The cheapest way out on Payara is Grizzly's write queue, on WildFly a conduit under the frame channel: below the vendors'
 *     frame senders, because several frames make one write there.</li>
 * <li>A fire that waits, for a run before it or for a free worker, is a row in state QUEUED: it must outlive the node.</li>
 * <li>A run's id begins with its time, and what is open has an index of its own: H2 writes each page that a commit has touched, and
 *     random ids and an index of states touched one for each run. Fires a second of an empty task rose from 1,500 to 2,700.</li>
 * <li>A node whose workers were all taken waits 5 ms before it claims again: a transaction for each one that is free would cost a third
 *     of the processor.</li>
 * <li>On PostgreSQL it is the round trips that cost, eleven for each fire when each was claimed, started and recorded by itself: a group
 *     shares them ({@code tasks.DueFires}). Fires a second of an empty task rose from 1,130 to 3,600 on one node, and three run no fewer.</li>
 * <li>All appends of a cluster wait for one row, so on PostgreSQL one statement takes the offset and writes, and those who publish at the same time
 *     share a commit ({@code journal.Appender}).</li>
 * <li>Payara looks for services in every JAR each time that something is planned, a third of a busy node's time: what is planned is planned with
 *     the platform's class loader ({@code Beat}).</li>
 * <li>An Engine.IO session's id begins with its node's: a request that a balancer brought to another node is known there without a question.</li>
 * <li>Runs of dead nodes are looked for each second, and again as soon as workers are free while there are more of them than that: with two
 *     seconds, and a second look for the rest, the last of a node's sixteen runs began 12.8 seconds after its end.</li>
 * <li>A queue's next run is woken after the commit of the one before, and waits for whoever claims: within that commit it was put off by
 *     a claim that had not seen the end yet, for five seconds.</li>
 * <li>The grace for a late fire is an hour, not a minute: a restart of two minutes must not cost a nightly task.</li>
 * <li>Benchmarks are a build of their own in {@code src/jmh}: their peers would double this one's dependencies.</li>
 * <li>Returning clients are served in rounds, from memory where that reaches and else by looks that they share: a Socket.IO client
 *     has a channel of its own, so no two need the same, and a look is for the channels of many.</li>
 * <li>A replay may be ahead of the tail thread, so a live publication that was replayed already is left out at the session.</li>
 * <li>The end begins with CDI's word and not with the EJB's {@code @PreDestroy}: when Payara undeploys, that one comes after the web
 *     application and its class loader are closed, and no client would be told.</li>
 * <li>On Payara an upgraded connection is read only when its session is made ({@code access.GuardedUpgrade}): Tyrus asks for data before,
 *     and an early frame would lock its thread for ever.</li>
 * <li>On Payara a request is ended when its service is over, outside other requests, and only if its client is there ({@code
 *     access.PayaraRequest}, {@code access.LateEnds}); a WebSocket ends with its connection. Payara itself resumes what it has cancelled, and
 *     gives the same request to two: twenty rounds of the protocols' suites broke four to nine requests of others.</li>
 * <li>A door's parameters are its query's ({@code access.DoorRequest}): the container would read a form for them, and wait for it.</li>
 * <li>On Payara a polled answer counts as given before its first byte is out: the client's next poll can come before the
 *     container says that the last one was written.</li>
 * </ul>
 */
package org.carillon;
