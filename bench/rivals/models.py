"""The same models in SimPy. Usage: models.py mm1 <customers> | chain <packets> | hold <pending> <holds>
Prints one line of JSON: processor time (ns) and a result to compare."""
import json
import random
import sys
import time

import simpy


def mm1(customers):
    """M/M/1 at a load of 0.8, a process for each customer: mean sojourn time."""
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=1)
    total = [0.0]

    def customer():
        came = env.now
        with server.request() as turn:
            yield turn
            yield env.timeout(random.expovariate(1))
        total[0] += env.now - came

    def source():
        for _ in range(customers):
            yield env.timeout(random.expovariate(0.8))
            env.process(customer())

    env.process(source())
    env.run()
    return total[0] / customers


def chain(packets):
    """Four links in a row, drop-tail queues of ten, 90 % load: the share that arrives."""
    env = simpy.Environment()
    sending, delay, places = 800e3, 1e6, 10
    arrived = [0]
    queues = [simpy.Store(env) for _ in range(4)]
    busy = [False] * 4

    def offer(link, packet):
        if len(queues[link].items) < places or not busy[link]:
            queues[link].put(packet)

    def fly(link, packet):
        yield env.timeout(delay)
        if link == 3:
            arrived[0] += 1
        else:
            offer(link + 1, packet)

    def run(link):
        while True:
            packet = yield queues[link].get()
            busy[link] = True
            yield env.timeout(sending)
            busy[link] = False
            env.process(fly(link, packet))

    def source():
        for packet in range(packets):
            yield env.timeout(random.expovariate(0.9 / sending))
            offer(0, packet)

    for link in range(4):
        env.process(run(link))
    env.process(source())
    env.run()
    return arrived[0] / packets


def hold(pending, holds):
    """The hold model with a process for each pending event."""
    env = simpy.Environment()
    left = [holds]

    def one():
        while left[0] > 0:
            left[0] -= 1
            yield env.timeout(random.random() * 1e6)

    for _ in range(pending):
        env.process(one())
    env.run()
    return env.now


random.seed(1)
model, *numbers = sys.argv[1:]
start = time.process_time_ns()
result = {"mm1": mm1, "chain": chain, "hold": hold}[model](*map(int, numbers))
print(json.dumps({"time": time.process_time_ns() - start, "result": result}))
