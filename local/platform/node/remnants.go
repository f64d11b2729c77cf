package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// deleteRemnants deletes the pods of the last run, which are dead, so that their controllers make new ones. Revived,
// they would have new addresses while everything still believed the old ones. A pod without a controller is revived:
// nobody would make it again.
func deleteRemnants(ctx context.Context, client kubernetes.Interface) error {
	pods, err := client.CoreV1().Pods(corev1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	now := int64(0)
	for _, pod := range pods.Items {
		if metav1.GetControllerOf(&pod) == nil {
			continue
		}
		err := client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{GracePeriodSeconds: &now})
		if err != nil && !errors.IsNotFound(err) {
			return err
		}
	}
	return nil
}
