// What a lean program in C++ needs for the same work: the bound that the engine is measured by.
// Usage: bound hold <pending> <holds> | mm1 <customers> | chain <packets>
// Prints one line of JSON: processor time (ns) of the work itself, and a result to compare.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <queue>
#include <vector>

static double cpuNow() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

// sfc32, the engine's own generator, with a fixed key.
struct Chance {
  uint32_t a, b, c, counter = 1;
  explicit Chance(uint32_t key) : a(key), b(0x9e3779b9u ^ key), c(0x243f6a88u) {
    for (int i = 0; i < 12; i++) bits();
  }
  uint32_t bits() {
    uint32_t result = a + b + counter++;
    a = b ^ (b >> 9);
    b = c + (c << 3);
    c = ((c << 21) | (c >> 11)) + result;
    return result;
  }
  double next() {
    double high = bits() >> 5, low = bits() >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }
  double exponential(double mean) { return -mean * std::log(1 - next()); }
};

struct Event {
  double time;
  uint64_t order;
  int32_t kind, number;
  bool operator<(const Event &other) const {  // a priority_queue puts the greatest first
    return time > other.time || (time == other.time && order > other.order);
  }
};
using Heap = std::priority_queue<Event>;

// The hold model (Jones 1986): take the earliest of `pending` events, enter one in its place.
static double hold(int pending, int holds, double &time) {
  Chance chance(1);
  std::vector<double> steps(1 << 18);
  for (double &step : steps) step = std::floor(chance.next() * 1e6);
  Heap heap;
  uint64_t order = 0;
  for (int i = 0; i < pending; i++) heap.push({steps[i & 0x3ffff], order++, 0, i});
  double from = cpuNow();
  for (int i = 0; i < holds; i++) {
    Event event = heap.top();
    heap.pop();
    heap.push({event.time + steps[i & 0x3ffff], order++, 0, event.number});
  }
  time = cpuNow() - from;
  return heap.top().time;
}

// M/M/1 at a load of 0.8: mean sojourn time, in mean service times (5 in theory).
static double mm1(int customers, double &time) {
  struct Customer { double arrived; };
  enum { arrive, depart };
  double from = cpuNow(), sum = 0;
  Chance arrivals(2), services(3);
  Heap heap;
  std::deque<Customer *> waiting;
  uint64_t order = 0;
  int come = 0;
  heap.push({arrivals.exponential(1 / 0.8), order++, arrive, 0});
  while (!heap.empty()) {
    Event event = heap.top();
    heap.pop();
    if (event.kind == arrive) {
      waiting.push_back(new Customer{event.time});
      if (waiting.size() == 1)
        heap.push({event.time + services.exponential(1), order++, depart, 0});
      if (++come < customers)
        heap.push({event.time + arrivals.exponential(1 / 0.8), order++, arrive, 0});
    } else {
      Customer *served = waiting.front();
      waiting.pop_front();
      sum += event.time - served->arrived;
      delete served;
      if (!waiting.empty())
        heap.push({event.time + services.exponential(1), order++, depart, 0});
    }
  }
  time = cpuNow() - from;
  return sum / customers;
}

// Four store-and-forward links in a row, each with a queue of ten packets besides the one that is
// being sent; Poisson arrivals at 90 % of a link. The share of packets that arrive.
static double chain(int packets, double &time) {
  enum { source, done, arrival };
  const int LINKS = 4;
  const size_t PLACES = 10;
  const double SENDING = 800e3, DELAY = 1e6;
  struct Link { bool isBusy = false; std::deque<int> waiting; } links[LINKS];
  double from = cpuNow();
  Chance chance(4);
  Heap heap;
  uint64_t order = 0;
  int sent = 0, arrived = 0;
  auto start = [&](double now, int link, int packet) {
    links[link].isBusy = true;
    heap.push({now + SENDING, order++, done, link});
    heap.push({now + SENDING + DELAY, order++, arrival + link, packet});
  };
  auto offer = [&](double now, int link, int packet) {
    if (!links[link].isBusy) start(now, link, packet);
    else if (links[link].waiting.size() < PLACES) links[link].waiting.push_back(packet);
  };
  heap.push({std::floor(chance.exponential(SENDING / 0.9)), order++, source, 0});
  while (!heap.empty()) {
    Event event = heap.top();
    heap.pop();
    if (event.kind == source) {
      offer(event.time, 0, sent);
      if (++sent < packets)
        heap.push({event.time + std::floor(chance.exponential(SENDING / 0.9)), order++, source, 0});
    } else if (event.kind == done) {
      Link &link = links[event.number];
      link.isBusy = false;
      if (link.waiting.empty()) continue;
      int packet = link.waiting.front();
      link.waiting.pop_front();
      start(event.time, event.number, packet);
    } else {
      int next = event.kind - arrival + 1;
      if (next == LINKS) arrived++;
      else offer(event.time, next, event.number);
    }
  }
  time = cpuNow() - from;
  return double(arrived) / packets;
}

int main(int argc, char **argv) {
  double time = 0, result = 0;
  if (argc == 4 && !strcmp(argv[1], "hold")) result = hold(atoi(argv[2]), atoi(argv[3]), time);
  else if (argc == 3 && !strcmp(argv[1], "mm1")) result = mm1(atoi(argv[2]), time);
  else if (argc == 3 && !strcmp(argv[1], "chain")) result = chain(atoi(argv[2]), time);
  else return 2;
  printf("{\"time\":%.0f,\"result\":%.9g}\n", time, result);
}
