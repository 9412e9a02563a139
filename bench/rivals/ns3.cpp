// The same models in ns-3. The chain: point-to-point devices with drop-tail queues of ten packets,
// each passing on to the next what it gets, without an Internet stack above them.
// Usage: ns3 chain <packets> | hold <pending> <holds>
// Prints one line of JSON: processor time (ns) and a result to compare.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

#include "ns3/core-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

using namespace ns3;

static double cpuNow() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static std::vector<Ptr<NetDevice>> senders;
static int arrived = 0, left = 0;
static Ptr<ExponentialRandomVariable> gap;

static bool receive(Ptr<NetDevice> device, Ptr<const Packet> packet, uint16_t, const Address &) {
  size_t next = device->GetNode()->GetId();
  if (next == senders.size()) arrived++;
  else senders[next]->Send(packet->Copy(), senders[next]->GetBroadcast(), 0x800);
  return true;
}

static void source() {
  senders[0]->Send(Create<Packet>(998), senders[0]->GetBroadcast(), 0x800);  // 2 bytes of PPP
  if (--left > 0) Simulator::Schedule(NanoSeconds(int64_t(gap->GetValue())), &source);
}

static double chain(int packets) {
  left = packets;
  gap = CreateObject<ExponentialRandomVariable>();
  gap->SetAttribute("Mean", DoubleValue(800e3 / 0.9));
  NodeContainer nodes;
  nodes.Create(5);
  PointToPointHelper link;
  link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
  link.SetChannelAttribute("Delay", StringValue("1ms"));
  link.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("10p"));
  for (int i = 0; i < 4; i++) {
    NetDeviceContainer ends = link.Install(nodes.Get(i), nodes.Get(i + 1));
    senders.push_back(ends.Get(0));
    ends.Get(1)->SetReceiveCallback(MakeCallback(&receive));
  }
  Simulator::Schedule(NanoSeconds(int64_t(gap->GetValue())), &source);
  Simulator::Run();
  return double(arrived) / packets;
}

static Ptr<UniformRandomVariable> step;
static void again() {
  if (left-- > 0) Simulator::Schedule(NanoSeconds(int64_t(step->GetValue(0, 1e6))), &again);
}

static double hold(int pending, int holds) {
  left = holds;
  step = CreateObject<UniformRandomVariable>();
  for (int i = 0; i < pending; i++)
    Simulator::Schedule(NanoSeconds(int64_t(step->GetValue(0, 1e6))), &again);
  Simulator::Run();
  return Simulator::Now().GetNanoSeconds();
}

int main(int argc, char **argv) {
  double from = cpuNow(), result = 0;
  if (argc == 3 && !strcmp(argv[1], "chain")) result = chain(atoi(argv[2]));
  else if (argc == 4 && !strcmp(argv[1], "hold")) result = hold(atoi(argv[2]), atoi(argv[3]));
  else return 2;
  printf("{\"time\":%.0f,\"result\":%.9g}\n", cpuNow() - from, result);
}
