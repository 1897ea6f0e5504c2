// SPDX-License-Identifier: MIT
/*
 * A CAN controller, faulty0, that has the faults a test gives it. Alone on its wire; what is sent is sent.
 *
 *   echo 1 >/sys/class/net/faulty0/bus_off    it leaves the bus
 *   echo 1 >/sys/class/net/faulty0/stuck      nobody acknowledges: frames are not sent, the queue fills
 *   echo 0 >/sys/class/net/faulty0/stuck      they are
 *
 * It can be restarted by hand and by itself (restart-ms), which no driver of an emulated controller can.
 */
#include <linux/can/dev.h>
#include <linux/can/error.h>
#include <linux/can/skb.h>
#include <linux/module.h>
#include <linux/netdevice.h>

struct faulty {
	struct can_priv can; /* first, as the CAN layer wants it */
	bool stuck;
	bool waiting; /* a frame is in the controller */
};

static struct net_device *controller;

static const struct can_bittiming_const timing = {
	.name = "faulty", .tseg1_min = 1, .tseg1_max = 16, .tseg2_min = 1, .tseg2_max = 8,
	.sjw_max = 4, .brp_min = 1, .brp_max = 64, .brp_inc = 1,
};

static void frame_is_sent(struct net_device *dev)
{
	dev->stats.tx_packets++;
	dev->stats.tx_bytes += can_get_echo_skb(dev, 0, NULL);
}

static netdev_tx_t faulty_send(struct sk_buff *skb, struct net_device *dev)
{
	struct faulty *f = netdev_priv(dev);

	if (can_dev_dropped_skb(dev, skb) || can_put_echo_skb(skb, dev, 0, 0))
		return NETDEV_TX_OK;
	if (f->stuck) {
		f->waiting = true;
		netif_stop_queue(dev);
	} else {
		frame_is_sent(dev);
	}
	return NETDEV_TX_OK;
}

static int faulty_begin(struct net_device *dev)
{
	struct faulty *f = netdev_priv(dev);

	f->waiting = false;
	f->can.state = CAN_STATE_ERROR_ACTIVE;
	netif_wake_queue(dev);
	return 0;
}

static int faulty_up(struct net_device *dev)
{
	int error = open_candev(dev);

	return error ? error : faulty_begin(dev);
}

static int faulty_down(struct net_device *dev)
{
	struct faulty *f = netdev_priv(dev);

	netif_stop_queue(dev);
	close_candev(dev);
	f->can.state = CAN_STATE_STOPPED;
	return 0;
}

static int faulty_mode(struct net_device *dev, enum can_mode mode)
{
	return mode == CAN_MODE_START ? faulty_begin(dev) : -EOPNOTSUPP;
}

static ssize_t bus_off_store(struct device *d, struct device_attribute *a, const char *text, size_t size)
{
	struct net_device *dev = to_net_dev(d);
	struct can_frame *report = NULL;
	struct sk_buff *skb;

	if (!netif_running(dev))
		return -ENETDOWN;
	local_bh_disable();
	skb = alloc_can_err_skb(dev, &report);
	can_change_state(dev, report, CAN_STATE_BUS_OFF, CAN_STATE_BUS_OFF);
	can_bus_off(dev);
	if (skb)
		netif_rx(skb);
	local_bh_enable();
	return size;
}
static DEVICE_ATTR_WO(bus_off);

static ssize_t stuck_store(struct device *d, struct device_attribute *a, const char *text, size_t size)
{
	struct net_device *dev = to_net_dev(d);
	struct faulty *f = netdev_priv(dev);

	local_bh_disable();
	f->stuck = text[0] == '1';
	if (!f->stuck && f->waiting) {
		f->waiting = false;
		frame_is_sent(dev);
		netif_wake_queue(dev);
	}
	local_bh_enable();
	return size;
}
static DEVICE_ATTR_WO(stuck);

static struct attribute *faults[] = { &dev_attr_bus_off.attr, &dev_attr_stuck.attr, NULL };
static const struct attribute_group fault_group = { .attrs = faults };

static const struct net_device_ops operations = {
	.ndo_open = faulty_up, .ndo_stop = faulty_down, .ndo_start_xmit = faulty_send,
};

static int __init faulty_load(void)
{
	struct net_device *dev = alloc_candev(sizeof(struct faulty), 1);
	struct faulty *f;
	int error;

	if (!dev)
		return -ENOMEM;
	f = netdev_priv(dev);
	f->can.clock.freq = 8000000;
	f->can.bittiming_const = &timing;
	f->can.do_set_mode = faulty_mode;
	strscpy(dev->name, "faulty0", sizeof(dev->name));
	dev->netdev_ops = &operations;
	dev->flags |= IFF_ECHO;
	dev->sysfs_groups[0] = &fault_group;
	error = register_candev(dev);
	if (error)
		free_candev(dev);
	else
		controller = dev;
	return error;
}

static void __exit faulty_unload(void)
{
	unregister_candev(controller);
	free_candev(controller);
}

module_init(faulty_load);
module_exit(faulty_unload);
MODULE_DESCRIPTION("A CAN controller with faults on demand");
MODULE_LICENSE("Dual MIT/GPL");
